"""`lectern evaluate`: measures the model.

What needs the network alone is in `model.evaluation`; what needs real answers and summaries of real books is here.
"""
