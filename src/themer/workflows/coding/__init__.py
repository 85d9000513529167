"""What coders do: decide, differ, agree, settle, and what the machine learns beside them."""
