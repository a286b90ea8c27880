SystemCall "echo hello";
