// Before the product's own preload script, in the same sandbox: a file told its path itself before there was webUtils.
'use strict';
require('electron').webUtils ??= { getPathForFile: (file) => file.path ?? '' };
