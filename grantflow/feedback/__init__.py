"""A call about a decision: fifteen minutes with somebody from the fund, at a time that suits the applicant."""
