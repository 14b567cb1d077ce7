# The page of all apps.

launchpad_page = Your apps · { $organization }
launchpad_title = Your apps
launchpad_none = There are no apps here yet. Apps appear once your administrator sets their start address.
