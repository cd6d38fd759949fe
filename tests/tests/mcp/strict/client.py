"""Calls the tools of a plan by the client of the Python SDK, which checks results against output schemas."""

import asyncio
import json
import sys

from mcp import Client, StdioServerParameters


def server(entry):
    if entry["url"]:
        return entry["url"]
    return StdioServerParameters(
        command=entry["command"], args=entry["arguments"], env=entry["environment"]
    )


async def tools(client):
    names, cursor = [], None
    while True:
        page = await client.list_tools(cursor=cursor)
        names += [tool.name for tool in page.tools]
        cursor = page.next_cursor
        if not cursor:
            return names


async def check(entry):
    """The number of calls accepted; what is not accepted is printed."""
    accepted = 0
    async with Client(server(entry)) as client:
        names = await tools(client)
        if len(names) != entry["tools"]:
            print(f"{entry['name']}: {len(names)} tools are listed")
        for call in entry["calls"]:
            try:
                result = await client.call_tool(call["tool"], call["arguments"])
            except Exception as error:  # whatever it is, the result is lost
                print(f"{entry['name']}: {call['tool']}: {error!r}")
                continue
            if result.is_error:
                print(f"{entry['name']}: {call['tool']}: {result.content}")
            else:
                accepted += 1
    return accepted


async def main():
    with open(sys.argv[1]) as file:
        plan = json.load(file)
    accepted = await asyncio.gather(*(check(entry) for entry in plan))
    print(f"{sum(accepted)} calls accepted")


asyncio.run(main())
