"""Eligibility and due diligence: what is checked, what fills itself, what stands from before, what is asked."""
