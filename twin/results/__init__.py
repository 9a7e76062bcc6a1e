"""From visits to answers: measures, intervals, causes, and a store that never lies about them."""
