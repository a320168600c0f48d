def purge(env):
    pass
