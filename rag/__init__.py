"""Zhubi: report drafting in which every number is proved."""
