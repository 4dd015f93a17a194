"""The pages: handlers on top, layout below, wiring last."""
