"""Ask sources what is new; one frozen Item whatever the transport."""
