"""The running program: settings, the app, the tick, the sender, HTTP and the command line."""
