"""What somebody changed of author text in Word, and where in its Markdown source that belongs."""
