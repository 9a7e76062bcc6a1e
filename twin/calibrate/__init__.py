"""From cleaned visits of a recorded port to the parameters of a simulated one."""
