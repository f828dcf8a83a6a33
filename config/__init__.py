"""What operators declare - models, loading with exact places of mistakes, settings."""
