"""The commands of `smsactivate`, one a file; what they need is imported when they run."""
