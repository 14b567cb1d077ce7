launchpad_page = Twoje aplikacje · { $organization }
launchpad_title = Twoje aplikacje
launchpad_none = Nie ma tu jeszcze aplikacji. Może je dodać do tej strony administrator.
