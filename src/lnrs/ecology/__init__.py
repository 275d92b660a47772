"""Ecological measurement: arrays in, arrays out. Opens no file; knows only metres on the national grid."""
