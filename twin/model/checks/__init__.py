"""Rules that a scenario keeps: one rule one function, which names the offender and the way out."""


def faults_of(scenario, where):
    return []
