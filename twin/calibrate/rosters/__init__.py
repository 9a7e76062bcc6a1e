"""How many serve at a station, and when: from who was busy, and who waited meanwhile."""
