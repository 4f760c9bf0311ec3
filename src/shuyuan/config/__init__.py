"""How the platform is put together: settings, addresses, middleware, process entry points."""
