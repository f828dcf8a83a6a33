"""What we remember. The only folder with SQL."""
