"""When things run: Celery around a Celery-free pipeline."""
