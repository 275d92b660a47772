"""30 by 30: which land and sea counts towards 30 % for nature by 2030, each hectare once.

Three tests decide, all of them (Criteria for 30by30 on land in England, Department for Environment, Food and Rural
Affairs, 29 October 2024): its purpose, protection for at least 20 years, and management that is effective.
"""
