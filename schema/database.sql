Migration "ExportInBulk1790000003100" failed, error: function "client" already exists with same argument types
