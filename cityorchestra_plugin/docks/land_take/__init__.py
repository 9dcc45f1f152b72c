"""The panel of land take: zones and projects, their score and what it is made of."""
