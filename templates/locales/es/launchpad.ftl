launchpad_page = Tus aplicaciones · { $organization }
launchpad_title = Tus aplicaciones
launchpad_none = Aquí aún no hay aplicaciones. Tu administrador puede añadirlas a esta página.
