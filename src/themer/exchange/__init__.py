"""What other tools hand over and take: tables in and out, as streams; nothing here opens a file.

Public: ``tables.read_table(stream, path)`` gives columns and rows of a CSV, JSON Lines or Parquet
file, one row at a time; ``tables.text_of(row, column)`` a cell to the letter; ``table_writing``
writes rows in which no text is ever a formula; ``names.unique_ids`` makes ids of what a table calls
its rows.
"""
