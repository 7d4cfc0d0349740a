"""Finding organisations by name, however it is spelled, and by identifier, exactly."""
