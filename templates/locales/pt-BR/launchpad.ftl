launchpad_page = Seus apps · { $organization }
launchpad_title = Seus apps
launchpad_none = Ainda não há apps aqui. O administrador pode adicionar apps a esta página.
