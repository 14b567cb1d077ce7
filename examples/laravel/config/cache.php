<?php

// The key set is kept here. With more than one machine, use Redis: each would read it for itself.
return [
    'default' => 'file',
    'stores' => ['file' => ['driver' => 'file', 'path' => env('CACHE_PATH', storage_path('framework/cache/data'))]],
    'prefix' => '',
];
