"""What is not code: the sample book, the default model."""
