-- Apps with a home page are on the launchpad too. `document` is JSON without spaces.
UPDATE clients SET on_launchpad = 1
WHERE registered_by_itself = 0 AND document LIKE '%"client_uri":"%';
