"""Hooks of schemathesis: every other name that it makes up becomes one of a thing that is there."""

import json, os, zlib

import schemathesis

NAMES = json.loads(os.environ["AUTODIDACT_NAMES"])


def known(values, context):
    if not isinstance(values, dict):
        return values
    values = dict(values)
    names = NAMES | {"id": NAMES["sampling_session_id" if "samplers" in context.operation.path else "session_id"]}
    for key in values.keys() & names.keys():
        # A path of a save is the name of what is saved.
        is_name = key == "path" and "save_weights" in context.operation.path
        if isinstance(values[key], str) and zlib.crc32(repr(values).encode()) % 2 and not is_name:
            values[key] = names[key]
    for key, value in values.items():
        if isinstance(value, dict) and key != "user_metadata":
            values[key] = known(value, context)
    return values


@schemathesis.hook
def map_body(context, body):
    return known(body, context)


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    return known(path_parameters, context)


@schemathesis.serializer("application/x-protobuf")
def message(context, value):
    """Bodies that the document calls bytes; few of them are messages."""
    return value if isinstance(value, bytes) else str(value).encode(errors="replace")
