"""What a port is: typed, frozen, checked; everything below the door is SI."""
