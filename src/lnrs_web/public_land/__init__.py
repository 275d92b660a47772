"""Land of public bodies in the network, and their reports on the biodiversity duty."""
