"""The nutrient mitigation scheme: budgets worked out, a ledger of credits, rounds, certificates, statements."""
