"""The register of biodiversity gain sites: land that offers units, who looks for them, and what has been allocated."""
