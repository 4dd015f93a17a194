"""Writing: the one door to a chat model, prompts, skeleton drafting, drafting, revising, asking."""
