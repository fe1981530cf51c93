"""The command line: one small file a command. Only this folder prints and only it sets exit codes."""
