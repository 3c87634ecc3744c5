"""Durable promises: written in the transaction that caused them, kept by a worker. The only importer of dbos."""
