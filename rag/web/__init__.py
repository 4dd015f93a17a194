"""The page: Gradio layout and wiring. No logic; everything a person can do is a Desk method."""
