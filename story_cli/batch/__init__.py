"""Many films from one job list: checked rows, worker processes, resumption, variety, other machines.

In: a job list (CSV, JSON Lines, JSON, a grid). Out: a folder of story folders, events.jsonl, failures.jsonl,
variety.json. Killed at any moment, the same command goes on and ends with the same bytes.
"""
