"""The inner rooms of `handlers/{school_time,recurrence,time_phrases}.py`: almanac, calendar values, words for when."""
