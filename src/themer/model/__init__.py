"""The words of the field as frozen dataclasses, and the ``when:`` language; no input or output.

Limits stand beside each field as ``Annotated`` metadata, so that ``storage`` can check a file
against them and write the JSON Schema for editors from the same source. Nothing here imports
pydantic.
"""
