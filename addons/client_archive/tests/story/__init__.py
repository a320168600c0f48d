from . import test_story_tour
