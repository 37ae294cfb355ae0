"""The window: shows what is, and lets lanes do the work. The only place that knows Qt."""
