"""The fake Telegram as a process: python -m tests.fakes.mtproto --port 0 --control 0 --key FILE

Writes its public key to FILE, prints one line of JSON with its ports, then serves until it is
terminated. tests/fakes/mtproto/control.py says which commands the control port takes.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
from pathlib import Path

from tests.fakes.mtproto.control import Control
from tests.fakes.mtproto.server import LOOPBACK, MtprotoServer
from tests.fakes.mtproto.world import World


def main() -> None:
    parser = argparse.ArgumentParser(description="A small Telegram for tests")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--control", type=int, default=0)
    parser.add_argument("--key", type=Path, help="where to write the public key")
    parser.add_argument("--journal", type=Path, help="where to write each request, as JSON lines")
    given = parser.parse_args()
    with MtprotoServer(World(), port=given.port, journal=given.journal) as server:
        if given.key is not None:
            given.key.write_text(server.public_key())
        asyncio.run(_listen(server, given.control))


async def _listen(server: MtprotoServer, port: int) -> None:
    control = Control(server)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            writer.write(await asyncio.to_thread(control.answer, line))
            await writer.drain()
        writer.close()

    done = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, done.set)
    async with await asyncio.start_server(serve, LOOPBACK, port) as listener:
        bound = listener.sockets[0].getsockname()[1]
        print(json.dumps({"port": server.port, "control": bound}), flush=True)
        await done.wait()


if __name__ == "__main__":
    main()
