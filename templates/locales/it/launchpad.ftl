launchpad_page = Le tue app · { $organization }
launchpad_title = Le tue app
launchpad_none = Qui non ci sono ancora app. L’amministratore può aggiungerne a questa pagina.
