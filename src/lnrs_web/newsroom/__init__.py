"""Find out more: news, guidance, events, questions and stories of each area, written by its editors in Wagtail."""
