"""The photo desk: many uploads at once, crops, rights, where a photo is used."""
