"""A replay beside what is published: stages run into topics of their own, which are compared, promoted or discarded."""
