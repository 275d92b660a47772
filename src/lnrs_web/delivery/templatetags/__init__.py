"""Words of the register's templates."""
